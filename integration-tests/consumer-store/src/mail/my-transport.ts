/** As the documentation has it. */
export { default } from "../../docs/examples/my-transport"
