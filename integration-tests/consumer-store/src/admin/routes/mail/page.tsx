import { Container, Heading } from "@medusajs/ui"

const LettersPage = () => (
  <Container>
    <Heading>Letters by post</Heading>
  </Container>
)

export default LettersPage
