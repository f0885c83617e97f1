/** A reply that is sent from the page of its translation is no draft any more. */

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-sends]"));

form?.addEventListener("submit", () => sessionStorage.removeItem(`reply-${form.dataset.sends}`));
