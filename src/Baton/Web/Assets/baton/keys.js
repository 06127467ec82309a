// Keys: never while somebody writes, and not where the account says so.
'use strict';
(() => {
  const { $, say, el, go, openPalette } = baton;
  const isShown = part => part.checkVisibility();
  const move = step => {
    const lines = $('[data-keys] a.what');
    if (lines.length === 0) return;
    const at = lines.indexOf(document.activeElement);
    lines[Math.min(Math.max(at + step, 0), lines.length - 1)].focus();
  };
  const press = (...selectors) => () => {
    const row = document.activeElement?.closest('[data-keys] > li');
    const found = selectors.flatMap(selector => $(selector, row ?? document)).find(isShown);
    // In a list it is about the line that is chosen, and about none before that.
    if (!row && found?.closest('[data-keys] > li')) { move(1); return; }
    // The page that follows goes on with the line after this one.
    if (row && found?.matches('button')) sessionStorage.setItem('line', row.nextElementSibling?.querySelector('a.what')?.getAttribute('href') ?? '');
    if (found?.matches('textarea')) { found.focus(); found.scrollIntoView({ block: 'center' }); } else found?.click();
  };
  const line = sessionStorage.getItem('line');
  sessionStorage.removeItem('line');
  if (line) $('[data-keys] a.what').find(link => link.getAttribute('href') === line)?.focus();
  const keys = [
    ['j', 'next row', () => move(1)], ['k', 'previous row', () => move(-1)], ['Enter', 'open it'],
    ['a', 'accept', press('form[action$="/accept"] button, button[formaction$="/accept"]', 'a[href="#accept"]')], ['r', 'return', press('a[href$="/return"]')],
    ['e', 'edit', press('a[href$="/edit"]')], ['c', 'comment or ask', press('#say')], ['h', 'hand over', go('/hand-over')],
    ['g m', 'go to My work', go('/')], ['g h', 'go to Handoffs', go('/handoffs')], ['/', 'find a handoff', () => document.querySelector('.top [type=search]')?.focus()],
    ['Ctrl K', 'find or do anything'], ['?', 'show these shortcuts', () => help()], ['Esc', 'close'],
  ];
  const help = () => {
    let dialog = document.getElementById('keys');
    if (!dialog) {
      dialog = el('dialog', { id: 'keys', ariaLabel: say('Keyboard shortcuts') }, el('h2', { textContent: say('Keyboard shortcuts') }),
        el('dl', {}, ...keys.flatMap(([key, what]) => [el('dt', {}, ...key.split(' ').flatMap(part => [el('kbd', { textContent: part }), ' '])), el('dd', { textContent: say(what) })])));
      document.body.append(dialog);
    }
    if (dialog.open) dialog.close(); else dialog.showModal();
  };
  let before = '';
  document.addEventListener('keydown', event => {
    if ((event.ctrlKey || event.metaKey) && event.key === 'k' && document.querySelector('.top .find')) { event.preventDefault(); openPalette(); return; }
    if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') { event.target.closest('form')?.querySelector('.btn.primary')?.click(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || document.body.dataset.shortcuts === 'off' || document.querySelector('dialog[open]:not(#keys)') || event.target.closest?.('input:not([type=checkbox]), textarea, select')) return;
    const act = (keys.find(([key]) => key === `${before} ${event.key}`) ?? keys.find(([key]) => key === event.key))?.[2];
    before = event.key === 'g' ? 'g' : '';
    if (act) { event.preventDefault(); act(); }
  });
})();
