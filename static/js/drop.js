// A file dropped anywhere on the page lands in the page's file input. Without this script the input itself takes it.
const input = document.querySelector("input[type=file][data-drop]");

if (input) {
  const carries = (event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  });
  document.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    const transfer = new DataTransfer();
    for (const file of [...event.dataTransfer.files].slice(0, 1)) transfer.items.add(file);
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    input.focus();
  });
}
