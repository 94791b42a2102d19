// The short name follows the name until somebody types one. Without script the field is merely empty.
for (const typed of document.querySelectorAll('input[data-slug-of]')) {
  const name = document.getElementById(typed.dataset.slugOf);
  const slug = (words) =>
    words
      .normalize('NFKD')
      .replace(/[\u0300-\u036f'’.]/g, '')
      .toLowerCase()
      .replace(/&/g, ' and ')
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, 40)
      .replace(/^-+|-+$/g, '');
  let follows = typed.value === '' || typed.value === slug(name.value);
  typed.addEventListener('input', () => {
    follows = typed.value === '';
  });
  name.addEventListener('input', () => {
    if (follows) typed.value = slug(name.value);
  });
}
