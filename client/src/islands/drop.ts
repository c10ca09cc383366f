// A file input one can drop a file on: the zone is [data-drop] around <input type="file">, the names are shown
// in [data-drop-names]. Without this script the input is an ordinary one.

export class Drop {
  private readonly root: Document;

  constructor(root: Document) {
    this.root = root;
  }

  mount(): void {
    this.root.addEventListener("change", (event) => {
      const zone = zoneOf(event.target);
      if (zone) showNames(zone);
    });
    for (const kind of ["dragenter", "dragover"]) this.root.addEventListener(kind, (event) => over(event, true));
    this.root.addEventListener("dragleave", (event) => over(event, false));
    this.root.addEventListener("drop", (event) => dropped(event as DragEvent));
  }
}

function zoneOf(target: EventTarget | null): HTMLElement | null {
  return (target as Element | null)?.closest?.<HTMLElement>("[data-drop]") ?? null;
}

function inputOf(zone: HTMLElement): HTMLInputElement | null {
  return zone.querySelector<HTMLInputElement>("input[type=file]");
}

function over(event: Event, inside: boolean): void {
  const zone = zoneOf(event.target);
  if (!zone) return;
  event.preventDefault(); // tells the browser that a drop is welcome here
  zone.classList.toggle("is-over", inside);
}

function dropped(event: DragEvent): void {
  const zone = zoneOf(event.target);
  const input = zone && inputOf(zone);
  if (!zone || !input || !event.dataTransfer?.files.length) return;
  event.preventDefault();
  zone.classList.remove("is-over");
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function showNames(zone: HTMLElement): void {
  const names = [...(inputOf(zone)?.files ?? [])].map((file) => `${file.name} (${size(file.size)})`);
  const place = zone.querySelector("[data-drop-names]");
  if (place) place.textContent = names.join(", ");
  zone.classList.toggle("has-files", names.length > 0);
}

function size(bytes: number): string {
  const [value, unit] = bytes < 1024 * 1024 ? [bytes / 1024, "KB"] : [bytes / 1024 / 1024, "MB"];
  return `${new Intl.NumberFormat(document.documentElement.lang || "vi", { maximumFractionDigits: 1 }).format(value)} ${unit}`;
}
