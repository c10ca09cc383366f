import assert from "node:assert/strict";
import { test } from "node:test";

import { fire, one, page, press } from "../testing.ts";
import { Review } from "./review.ts";

const card = (id: number, status = "proposed"): string =>
  `<article id="finding-${id}" data-status="${status}" tabindex="-1"><button data-review-do="accept">✓</button><button data-review-do="reject">✗</button></article>`;
const PAGE = `<div data-review><p><a href="#finding-1" data-finding="1">18-1</a> <a href="#finding-2" data-finding="2">91</a></p>
  ${card(1)}${card(2, "accepted")}${card(3)}<input id="note"></div>`;

function open(): void {
  const document = page(PAGE);
  for (const element of document.querySelectorAll("*")) element.scrollIntoView = () => undefined;
  new Review(document).mount();
}

const current = (): string[] => [...document.querySelectorAll(".is-current")].map((element) => element.id || `place ${(element as HTMLElement).dataset.finding}`);

test("j and k go through the cards and show their places", () => {
  open();
  press(document.body, "j");
  assert.deepEqual(current(), ["place 1", "finding-1"]);
  press(document.body, "j");
  assert.deepEqual(current(), ["place 2", "finding-2"]);
  assert.equal(document.activeElement?.id, "finding-2");
  press(document.body, "k");
  press(document.body, "k");
  assert.deepEqual(current(), ["place 1", "finding-1"]);
});

test("a accepts and r rejects the present card with its own buttons", () => {
  open();
  const clicked: string[] = [];
  for (const button of document.querySelectorAll<HTMLElement>("[data-review-do]")) {
    button.addEventListener("click", () => clicked.push(`${button.dataset.reviewDo} ${button.closest("article")!.id}`));
  }
  assert.equal(press(document.body, "a").defaultPrevented, false); // no card yet
  press(document.body, "j");
  press(document.body, "a");
  press(document.body, "r");
  assert.deepEqual(clicked, ["accept finding-1", "reject finding-1"]);
});

test("after a decision the next undecided card has the focus", () => {
  open();
  press(document.body, "j");
  press(document.body, "a");
  one("#finding-1").outerHTML = card(1, "accepted");
  for (const element of document.querySelectorAll("*")) element.scrollIntoView = () => undefined;
  fire(document.body, "htmx:afterSettle");
  assert.equal(document.activeElement?.id, "finding-3");
});

test("a place in the text leads to its card", () => {
  open();
  one("[data-finding='2']").click();
  assert.equal(document.activeElement?.id, "finding-2");
  assert.deepEqual(current(), ["place 2", "finding-2"]);
});

test("whoever types is left alone", () => {
  open();
  press(one("#note"), "j");
  press(document.body, "j", { ctrlKey: true });
  assert.deepEqual(current(), []);
});

test("arrows scroll until a card has the focus", () => {
  open();
  assert.equal(press(document.body, "ArrowDown").defaultPrevented, false);
  one("#finding-1").focus();
  assert.equal(press(one("#finding-1"), "ArrowDown").defaultPrevented, true);
  assert.equal(document.activeElement?.id, "finding-2");
});

test("what the cards say is shown in the text after an answer", () => {
  open();
  one("#finding-1").outerHTML = card(1, "rejected");
  fire(document.body, "htmx:afterSettle");
  assert.equal(one("[data-finding='1']").dataset.status, "rejected");
  assert.equal(one("[data-finding='2']").dataset.status, "accepted");
});
