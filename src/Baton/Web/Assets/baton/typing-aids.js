// What a form fills in or copies by itself.
'use strict';
(() => {
  const { $, say } = baton;
  // A key follows the name as it is typed, until somebody changes it by hand. What has other letters the server spells.
  const keyOf = name => {
    const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
    return /[^\x00-\x7f]/.test(plain) ? '' : plain.replace(/[^a-z0-9_-]+/g, '_').replace(/^[_-]+|[_-]+$/g, '').replace(/^(?=[0-9])/, 'x_').slice(0, 64);
  };
  document.addEventListener('input', event => {
    const key = event.target.form?.querySelector(`[data-key-of="${event.target.name}"]`);
    if (key && key.value === (key.dataset.made ?? '')) key.value = key.dataset.made = keyOf(event.target.value);
  });
  document.addEventListener('click', async event => {
    const button = event.target.closest?.('[data-copy]');
    if (!button) return;
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.lastChild.textContent = ` ${say('Copied')}`;
  });
  // What is not ticked is not sent, though it may still be written there.
  document.addEventListener('change', event => {
    if (event.target.matches('.finding > .check input')) $('.more :is(input, textarea)', event.target.closest('.finding')).forEach(field => { field.disabled = !event.target.checked; });
  });
})();
