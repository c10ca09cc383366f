// Builds what the browser gets: one script, one style sheet with its fonts, and the icons that templates name.
import { copyFileSync, existsSync, globSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const product = join(here, "..", "quantriet");
const out = join(product, "web", "static", "build");
const svg = join(here, "node_modules", "@tabler", "icons", "icons", "outline");

/** The icons named in templates ({% icon "home" %}, icon="home") and in Python (icon="home", icon: str = "home"). */
function usedIcons() {
  const used = new Set();
  for (const file of globSync(["**/*.html", "**/*.py"], { cwd: product })) {
    const text = readFileSync(join(product, file), "utf8");
    for (const [, name] of text.matchAll(/\bicon(?:=|\s+|: str = )"([a-z0-9-]+)"/g)) used.add(name);
  }
  return [...used].sort();
}

/** Copies the used icons; one that does not exist stops the build, for a page would break on it. */
function copyIcons() {
  const unknown = usedIcons().filter((name) => !existsSync(join(svg, `${name}.svg`)));
  if (unknown.length) throw new Error(`Unknown icons: ${unknown.join(", ")}`);
  rmSync(join(out, "icons"), { recursive: true, force: true });
  mkdirSync(join(out, "icons"), { recursive: true });
  for (const name of usedIcons()) copyFileSync(join(svg, `${name}.svg`), join(out, "icons", `${name}.svg`));
}

const common = { bundle: true, minify: true, logLevel: "warning", absWorkingDir: here };

await Promise.all([
  build({
    ...common,
    entryPoints: ["src/main.ts"],
    outfile: join(out, "app.js"),
    format: "iife",
    sourcemap: true,
    target: "es2022",
  }),
  build({
    ...common,
    entryPoints: ["src/styles/app.css"],
    outfile: join(out, "app.css"),
    loader: { ".woff2": "file", ".woff": "empty" },
    assetNames: "fonts/[name]-[hash]",
  }),
]);
copyIcons();
