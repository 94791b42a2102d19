// A mailed link carries its secret behind the "#", which browsers never send: put it into the form and
// take it out of the address bar.
const secret = window.location.hash.slice(1);
if (secret) {
  for (const field of document.querySelectorAll('input[data-fragment]')) {
    field.value = secret;
  }
  window.history.replaceState(null, '', window.location.pathname);
}
