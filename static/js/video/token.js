// One form is one video, also where going back makes the browser ask for the form anew: the page's place
// in the history keeps the token that it was first shown with.
export function keepToken(form) {
  const field = form.elements.token;
  const kept = history.state?.formToken;
  if (kept) field.value = kept;
  else history.replaceState({ ...history.state, formToken: field.value }, "");
}
