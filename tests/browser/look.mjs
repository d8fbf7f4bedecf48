// Looks at a page in a real browser and says what a person would complain about, one line each; nothing if nothing.
//
//   node look.mjs FOLDER-OF-PLAYWRIGHT CHROMIUM PAGE [SCREENSHOT]
//
// Looked at: requests and messages of the page, parts that have no size or run out of the window, wide and narrow, and text
// that hardly differs from what is behind it, light and dark.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [folder, executablePath, page, screenshot] = process.argv.slice(2);
const { chromium } = createRequire(`${folder}/`)("playwright-core");
const complaints = [];
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
try {
  for (const [width, colorScheme] of [[1280, "light"], [400, "dark"]]) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const tab = await context.newPage();
    const url = pathToFileURL(page).href;
    const told = (what) => complaints.push(`${width} ${colorScheme}: ${what}`);
    tab.on("console", (message) => told(`it says on the console: ${message.text()}`));
    tab.on("pageerror", (error) => told(`it fails: ${error.message}`));
    tab.on("request", (request) => request.url() === url || told(`it asks for ${request.url()}`));
    await tab.goto(url);
    (await tab.evaluate(look)).forEach(told);
    if (screenshot) await tab.screenshot({ path: `${screenshot}-${colorScheme}.png`, fullPage: true });
    await context.close();
  }
} finally {
  await browser.close();
}
console.log(complaints.join("\n"));

function look() {
  const complaints = [];
  const named = (element) => `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") ?? ""}"> ${element.textContent.trim().slice(0, 40)}`;
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) complaints.push(`it is ${root.scrollWidth} wide in a window of ${root.clientWidth}`);
  if (!document.title) complaints.push("it has no title");
  if (!document.querySelector("h1")) complaints.push("it has no heading");
  for (const element of document.querySelectorAll("h1, h2, h3, summary, pre, svg, td, li")) {
    const { width, height } = element.getBoundingClientRect();
    if (width < 1 || height < 1) complaints.push(`nothing is seen of ${named(element)}`);
  }
  for (const parent of document.querySelectorAll("main *")) {
    if (parent.closest("svg, pre")) continue;
    const boxes = [...parent.children].filter((child) => getComputedStyle(child).display !== "inline").map((child) => [child, child.getBoundingClientRect()]);
    boxes.forEach(([one, a], at) => boxes.slice(at + 1).forEach(([other, b]) => {
      const overlap = Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
      if (overlap) complaints.push(`${named(one)} lies over ${named(other)}`);
    }));
  }
  const numbers = (color) => color.match(/[\d.]+/g).map(Number);
  const luminance = ([red, green, blue]) => {
    const part = (value) => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = numbers(getComputedStyle(at).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  for (const element of document.querySelectorAll("main *, h1, .r-verdict")) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!hasText || element.closest("svg")) continue;
    const [one, other] = [luminance(numbers(getComputedStyle(element).color)), luminance(behind(element))];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (contrast < 4.5) complaints.push(`contrast ${contrast.toFixed(1)} of ${named(element)}`);
  }
  return complaints;
}
