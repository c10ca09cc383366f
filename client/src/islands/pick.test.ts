import assert from "node:assert/strict";
import { test } from "node:test";

import { fire, one, page, press } from "../testing.ts";
import { Pick } from "./pick.ts";

const OFFERS = `<div role="option" data-pick-value="Một (A)">Một</div><div role="option" data-pick-value="Hai (B)">Hai</div>
  <span hidden data-pick-said>2 đơn vị</span>`;
let asked: string[] = [];

function open(attributes = ""): HTMLInputElement {
  asked = [];
  const root = page(`<form><input name="day" value="01/08/2019"><div class="pick">
    <input name="unit" data-pick="/units/offers/?on=12/07/2019" ${attributes}>
    <div data-pick-popup hidden><div role="listbox" id="offers"></div><p role="status"></p></div></div></form>`);
  new Pick(root, async (address, place) => {
    asked.push(address);
    place.innerHTML = OFFERS;
    for (const option of place.querySelectorAll("div")) option.scrollIntoView = () => undefined;
  }).mount();
  const field = one<HTMLInputElement>("[data-pick]");
  field.focus();
  fire(field, "focusin");
  return field;
}

async function type(field: HTMLInputElement, words: string): Promise<void> {
  field.value = words;
  fire(field, "input");
  await new Promise((resolve) => setTimeout(resolve, 250));
}

const isOpen = (): boolean => !one("[data-pick-popup]").hidden;
const chosen = (): string | undefined => one("#offers").querySelector<HTMLElement>("[aria-selected=true]")?.dataset.pickValue;

test("a field says that it is a combobox, and with which list", () => {
  const field = open();
  assert.deepEqual(
    ["role", "aria-expanded", "aria-controls", "aria-autocomplete"].map((name) => field.getAttribute(name)),
    ["combobox", "false", "offers", "list"],
  );
});

test("what is typed is looked up once, and how many there are is said", async () => {
  const field = open();
  field.value = "ki";
  fire(field, "input");
  await type(field, " kiến an ");
  assert.deepEqual(asked, ["/units/offers/?on=12%2F07%2F2019&q=ki%E1%BA%BFn+an"]);
  assert.equal(isOpen(), true);
  assert.equal(field.getAttribute("aria-expanded"), "true");
  assert.equal(one("[role=status]").textContent, "2 đơn vị");
  assert.equal(chosen(), undefined);
  await type(field, " ");
  assert.equal(isOpen(), false);
  assert.equal(asked.length, 1);
});

test("the day of another field goes along", async () => {
  await type(open(`data-pick-on="day"`), "an");
  assert.deepEqual(asked, ["/units/offers/?on=01%2F08%2F2019&q=an"]);
});

test("arrows choose round and round, Enter writes, and only then keeps the form from being sent", async () => {
  const field = open();
  await type(field, "an");
  assert.equal(press(field, "Enter").defaultPrevented, false);
  press(field, "ArrowDown");
  assert.equal(chosen(), "Một (A)");
  assert.equal(field.getAttribute("aria-activedescendant"), one("[aria-selected=true]").id);
  press(field, "ArrowUp");
  assert.equal(chosen(), "Hai (B)");
  press(field, "ArrowDown");
  let heard = 0;
  field.addEventListener("input", () => (heard += 1));
  assert.equal(press(field, "Enter").defaultPrevented, true);
  assert.equal(field.value, "Một (A)");
  assert.equal(heard, 1);
  assert.equal(isOpen(), false);
  await new Promise((resolve) => setTimeout(resolve, 250));
  assert.equal(asked.length, 1);
});

test("of several the last is looked up and the others stay", async () => {
  const field = open("data-pick-many");
  await type(field, "Một (A);  ha");
  assert.deepEqual(asked, ["/units/offers/?on=12%2F07%2F2019&q=ha"]);
  const option = one("[data-pick-value='Hai (B)']");
  option.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, cancelable: true }));
  assert.equal(field.value, "Một (A); Hai (B); ");
  assert.equal(isOpen(), false);
});

test("Escape closes the list alone, and so does leaving the field", async () => {
  const field = open();
  await type(field, "an");
  assert.equal(press(field, "Escape").defaultPrevented, true);
  assert.equal(isOpen(), false);
  assert.equal(press(field, "Escape").defaultPrevented, false);
  press(field, "ArrowDown");
  await new Promise((resolve) => setTimeout(resolve));
  assert.equal(isOpen(), true);
  fire(field, "focusout");
  assert.equal(isOpen(), false);
});

test("what comes after the field was left does not open", async () => {
  const field = open();
  field.value = "an";
  fire(field, "input");
  field.blur();
  fire(field, "focusout");
  await new Promise((resolve) => setTimeout(resolve, 250));
  assert.deepEqual(asked, []);
  assert.equal(isOpen(), false);
});
