// A field whose whole content is selected when it is entered, by keyboard or by mouse, so that typing replaces it.
import type { Attachment } from "svelte/attachments";

/**
 * Selects everything on entering. Letting the mouse go would put the caret somewhere after that, so the first time it is
 * kept from doing so; dragging still selects a part.
 */
export const selectAll: Attachment<HTMLInputElement> = (input) => {
  let entered = false;
  const focus = (): void => {
    entered = true;
    input.select();
  };
  const release = (event: MouseEvent): void => {
    if (!entered) return;
    entered = false;
    event.preventDefault();
    if (input.selectionStart === input.selectionEnd) input.select();
  };
  const key = (): void => {
    entered = false;
  };
  input.addEventListener("focus", focus);
  input.addEventListener("mouseup", release);
  input.addEventListener("keydown", key);
  return () => {
    input.removeEventListener("focus", focus);
    input.removeEventListener("mouseup", release);
    input.removeEventListener("keydown", key);
  };
};
