import { metadataOf, rowsOf } from "../metadata-rows"

it("a filter comes back as it was, however many values a field may have", () => {
  const metadata = {
    rank: ["gold", "silver"],
    points: ["12", 12, "20", 20],
    vip: ["true", true],
    city: "Tokyo",
  }
  expect(rowsOf(metadata)).toEqual([
    { key: "rank", text: "gold" },
    { key: "rank", text: "silver" },
    { key: "points", text: "12" },
    { key: "points", text: "20" },
    { key: "vip", text: "true" },
    { key: "city", text: "Tokyo" },
  ])
  expect(metadataOf(rowsOf(metadata))).toEqual(metadata)
})

it("what is not complete is no condition, and takes nothing from the others", () => {
  const rows = [
    { key: "rank", text: "gold" },
    { key: "rank", text: " " },
    { key: "", text: "silver" },
  ]
  expect(metadataOf(rows)).toEqual({ rank: "gold" })
})
