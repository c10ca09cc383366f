// Sets htmx to the house ways and mounts the islands; every page works without this file.
import htmx from "htmx.org";

import { Draft } from "./islands/draft.ts";
import { Drop } from "./islands/drop.ts";
import { Live } from "./islands/live.ts";
import { Once } from "./islands/once.ts";
import { Palette } from "./islands/palette.ts";
import { Pick } from "./islands/pick.ts";
import { Review } from "./islands/review.ts";

htmx.config.allowEval = false; // the content security policy forbids it anyway
htmx.config.includeIndicatorStyles = false; // they would be inline styles; ours are in app.css
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0; // pages hold what not everybody may see: nothing is kept in the browser
htmx.config.scrollBehavior = "auto";
// A refusal is an answer to show: 4xx and 5xx are swapped too (the server aims them at #messages).
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "[45]..", swap: true, error: true },
];

/** Sends Django's token with every htmx request that is not a form with a token of its own. */
function sendToken(): void {
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value;
    if (token) (event as CustomEvent).detail.headers["X-CSRFToken"] = token;
  });
}

/** Says in words that the server could not be reached; without it a click would just do nothing. */
function sayWhenUnreachable(): void {
  document.addEventListener("htmx:sendError", () => {
    const words = document.querySelector<HTMLTemplateElement>("#unreachable");
    if (words) document.querySelector("#messages")?.replaceChildren(words.content.cloneNode(true));
  });
}

/** A message can be closed, and does not outlive the next thing one does. */
function clearMessages(): void {
  document.addEventListener("click", (event) => {
    (event.target as Element).closest("[data-dismiss]")?.closest(".alert")?.remove();
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if ((event as CustomEvent).detail.requestConfig.verb !== "get") document.querySelector("#messages")?.replaceChildren();
  });
}

sendToken();
clearMessages();
sayWhenUnreachable();
for (const Island of [Draft, Drop, Live, Once, Review]) new Island(document).mount();
const fetchInto = (address: string, target: HTMLElement, source: HTMLElement): Promise<void> =>
  htmx.ajax("get", address, { target, source, swap: "innerHTML" });
new Palette(document, fetchInto).mount();
new Pick(document, fetchInto).mount();
