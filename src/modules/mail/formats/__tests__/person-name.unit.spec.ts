/** How people are called, whatever language the mail or the page has. */
import { personName } from "../person-name"

it.each([
  [{ first_name: "Amelia", last_name: "García" }, "Amelia García"],
  [{ first_name: "花子", last_name: "高橋" }, "高橋花子"],
  [{ first_name: "ハナコ", last_name: "タカハシ" }, "タカハシハナコ"],
  [{ first_name: "はなこ", last_name: "佐々木" }, "佐々木はなこ"],
  [{ first_name: "太郎", last_name: "𠮷野" }, "𠮷野太郎"],
  // What Japanese input methods write after a letter, to say which of its forms is meant.
  [{ first_name: "花子", last_name: "渡邉\u{E0100}" }, "渡邉\u{E0100}花子"],
  [{ first_name: "葛\uFE00子", last_name: "辻\uFE01" }, "辻\uFE01葛\uFE00子"],
  [{ first_name: "민수", last_name: "김" }, "김민수"],
  [{ first_name: "小明", last_name: "王" }, "王小明"],
  // A blank stays where Latin letters meet others.
  [{ first_name: "Hanako", last_name: "高橋" }, "高橋 Hanako"],
  [{ first_name: "花子", last_name: "Takahashi" }, "Takahashi 花子"],
  [{ first_name: "محمد", last_name: "عبد الله" }, "محمد عبد الله"],
  [{ first_name: " 花子 ", last_name: null }, "花子"],
  [{ first_name: "", last_name: " García" }, "García"],
  [{ first_name: null, last_name: undefined }, ""],
  [{}, ""],
])("%j", (person, name) => {
  expect(personName(person)).toBe(name)
})
