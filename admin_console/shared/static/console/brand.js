// A colour picker beside each colour that is typed, and suggestions that fill it in. Without script the
// fields take six digits as before.
for (const typed of document.querySelectorAll('input[data-colour]')) {
  const picker = document.createElement('input');
  picker.type = 'color';
  picker.className = 'console-colour';
  picker.setAttribute('aria-label', `${typed.closest('.field').querySelector('label').textContent.trim()}, picker`);
  picker.disabled = typed.disabled;
  const show = () => {
    if (/^#[0-9a-f]{6}$/i.test(typed.value)) {
      picker.value = typed.value.toLowerCase();
    }
  };
  show();
  typed.addEventListener('input', show);
  picker.addEventListener('input', () => {
    typed.value = picker.value;
  });
  typed.after(picker);
}
for (const button of document.querySelectorAll('button[data-suggest]')) {
  button.hidden = false;
  button.addEventListener('click', () => {
    const typed = document.getElementById(button.dataset.suggest);
    typed.value = button.dataset.colour;
    typed.dispatchEvent(new Event('input'));
    typed.focus();
  });
}
