import assert from "node:assert/strict";
import { test } from "node:test";

import { fire, one, page, press } from "../testing.ts";
import { Palette } from "./palette.ts";

const PAGE = `<form><input type="search" data-palette-open></form>
  <dialog data-palette data-search-url="/search/"><input type="search"><div data-palette-results></div></dialog>`;
let asked: string[] = [];

function open(results = ""): HTMLDialogElement {
  asked = [];
  new Palette(page(PAGE), async (address) => void asked.push(address)).mount();
  const dialog = one<HTMLDialogElement>("dialog");
  for (const element of dialog.querySelectorAll("*")) element.scrollIntoView = () => undefined;
  one("[data-palette-results]").innerHTML = results;
  for (const link of dialog.querySelectorAll("a")) link.scrollIntoView = () => undefined;
  return dialog;
}

const chosen = (): string | null | undefined => document.querySelector("[aria-selected=true]")?.getAttribute("href");
const LINKS = `<a href="/1/">Một</a><a href="/2/">Hai</a>`;

test("Ctrl+K, Cmd+K and the box open it", () => {
  for (const way of [
    () => press(document.body, "k", { ctrlKey: true }),
    () => press(document.body, "K", { metaKey: true }),
    () => one("[data-palette-open]").click(),
  ]) {
    const dialog = open();
    way();
    assert.equal(dialog.open, true);
  }
  const dialog = open();
  press(document.body, "k");
  assert.equal(dialog.open, false);
});

test("what is typed is looked up after a pause, once", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const dialog = open();
  const input = one<HTMLInputElement>("dialog input");
  for (const words of ["k", "ki", "kiến an"]) {
    input.value = words;
    fire(input, "input");
  }
  context.mock.timers.tick(500);
  assert.deepEqual(asked, ["/search/?q=ki%E1%BA%BFn+an"]);
  input.value = " ";
  one("[data-palette-results]").innerHTML = LINKS;
  fire(input, "input");
  context.mock.timers.tick(500);
  assert.equal(asked.length, 1);
  assert.equal(dialog.querySelectorAll("a").length, 0);
});

test("arrows choose round and round, Enter follows", () => {
  const dialog = open(LINKS);
  const input = one("dialog input");
  fire(dialog, "htmx:afterSwap");
  assert.equal(chosen(), "/1/");
  press(input, "ArrowDown");
  assert.equal(chosen(), "/2/");
  press(input, "ArrowDown");
  assert.equal(chosen(), "/1/");
  press(input, "ArrowUp");
  assert.equal(chosen(), "/2/");
  assert.equal(input.getAttribute("aria-activedescendant"), one("[aria-selected=true]").id);
  let followed = "";
  dialog.addEventListener("click", (event) => {
    followed = (event.target as Element).getAttribute("href") ?? "";
    event.preventDefault();
  });
  press(input, "Enter");
  assert.equal(followed, "/2/");
});

test("Escape closes it at once", () => {
  const dialog = open();
  press(document.body, "k", { ctrlKey: true });
  press(one("dialog input"), "Escape");
  assert.equal(dialog.open, false);
});
