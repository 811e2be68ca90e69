// A document to check stays on this device: only what compares it is sent. Where the browser cannot
// (no secure address), the form sends the file itself.
const hexadecimal = async (bytes) => {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

const printed = async (file) => {
  const bytes = await file.arrayBuffer();
  const text = new TextDecoder("latin1").decode(bytes);
  const mark = text.match(/burgerloket:([2-9A-Z]{20})\b/);
  const range = text.match(/\/ByteRange\s*\[\s*0\s+\d+\s+(\d+)\s+(\d+)\s*\]/);
  const end = range ? Number(range[1]) + Number(range[2]) : 0;
  const whole = end > 0 && end <= bytes.byteLength;
  return {
    mark: mark ? mark[1] : "",
    digest: await hexadecimal(bytes),
    sealed: whole ? await hexadecimal(bytes.slice(0, end)) : "",
  };
};

for (const form of document.querySelectorAll("form[data-verify]")) {
  const input = form.querySelector("[type=file]");
  if (!window.crypto || !crypto.subtle) continue;
  form.addEventListener("submit", async (event) => {
    const [file] = input.files;
    if (!file || form.dataset.read) return;
    event.preventDefault();
    form.dataset.read = "1";
    try {
      for (const [name, value] of Object.entries(await printed(file))) {
        const box = Object.assign(document.createElement("input"), { type: "hidden", name, value });
        form.append(box);
      }
      input.disabled = true;
    } finally {
      form.submit();
    }
  });
}
