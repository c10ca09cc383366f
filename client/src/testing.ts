// A page for the tests: a document without a browser, its names put where the islands look for them.
import { Window } from "happy-dom";

const NAMES = [
  "document", "localStorage", "Event", "CustomEvent", "KeyboardEvent", "MouseEvent", "HTMLElement", "HTMLFormElement",
  "HTMLInputElement", "HTMLSelectElement", "HTMLTextAreaElement", "HTMLButtonElement", "Element", "Node",
] as const;

/** A fresh page with this body; `attributes` are those of <body>. */
export function page(body: string, attributes = ""): Document {
  const window = new Window({ url: "https://test.example/", settings: { disableJavaScriptFileLoading: true } });
  window.document.write(`<html lang="vi"><body ${attributes}>${body}</body></html>`);
  for (const name of NAMES) {
    Object.defineProperty(globalThis, name, { value: window[name as keyof Window], configurable: true, writable: true });
  }
  return window.document as unknown as Document;
}

/** One element, which must be there. */
export function one<Kind extends Element = HTMLElement>(selector: string): Kind {
  const found = document.querySelector<Kind>(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
}

export function press(target: Element, key: string, more: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  target.dispatchEvent(event);
  return event;
}

export function fire(target: EventTarget, name: string, detail: unknown = undefined): CustomEvent {
  const event = new CustomEvent(name, { bubbles: true, cancelable: true, detail });
  target.dispatchEvent(event);
  return event;
}

/** Lets what was put off by setTimeout(…, 0) happen. */
export function soon(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
