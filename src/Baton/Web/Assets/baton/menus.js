// Menus and the theme.
'use strict';
(() => {
  const { $ } = baton;
  // Menus close by a click elsewhere and by Escape, which leads back to where they were opened.
  document.addEventListener('click', event => $('details.menu[open]').forEach(menu => { if (!menu.contains(event.target)) menu.open = false; }));
  document.addEventListener('keydown', event => {
    const menu = event.key === 'Escape' && document.querySelector('details.menu[open]');
    if (menu) { menu.open = false; menu.querySelector('summary').focus(); }
  });

  // The theme changes at once; the server remembers it.
  document.addEventListener('submit', async event => {
    const form = event.target.closest('form[data-look]');
    if (!form) return;
    event.preventDefault();
    const theme = event.submitter.value;
    await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form, event.submitter)), redirect: 'manual' });
    if (theme === 'system') delete document.documentElement.dataset.theme; else document.documentElement.dataset.theme = theme;
    $('button', form).forEach(button => button.setAttribute('aria-pressed', String(button === event.submitter)));
    document.dispatchEvent(new Event('look'));
  });
})();
