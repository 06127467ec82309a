// Parts of a page that the server writes anew.
'use strict';
(() => {
  const { $, dress, main } = baton;
  // What the server writes anew takes the place of what is here, part by part: nothing moves, nothing that is being written is lost.
  const parts = from => new Map($('[data-part]', from).filter(part => !part.parentElement.closest('[data-part]')).map(part => [part.dataset.part, part]));
  const take = (fresh, sent, names = null) => {
    const held = document.activeElement?.id;
    const place = document.activeElement?.closest('[data-part]')?.dataset.part;
    const [old, now] = [parts(document), parts(fresh)];
    for (const [name, part] of old) {
      if (names && !names.includes(name)) continue;
      if (!part.contains(sent) && writing(part)) continue;
      const other = now.get(name);
      if (!other) { part.replaceChildren(); continue; }
      const open = $('details[data-keep][open]', part).map(fold => fold.dataset.keep);
      const copy = document.adoptNode(other);
      $('details[data-keep]', copy).forEach(fold => { fold.open = open.includes(fold.dataset.keep); });
      part.replaceWith(copy);
    }
    if (fresh.body.dataset.live) document.body.dataset.live = fresh.body.dataset.live;
    // What had the focus may be gone; what is nearest to it has it then, so that nobody is thrown to the top.
    if (place && document.activeElement === document.body)
      (document.getElementById(held || null) ?? document.querySelector(`[data-part="${place}"] :is(textarea, button, a, select, summary)`))?.focus({ preventScroll: true });
    dress();
  };
  const isHere = (answer, fresh) => new URL(answer.url).pathname !== '/sign-in' && answer.status < 500 && fresh.querySelector('[data-part]');

  const writing = (part = main()) => $('textarea, input:not([type=hidden]):not([type=search])', part).some(field =>
    field === document.activeElement || (field.type === 'checkbox' || field.type === 'radio' ? field.checked !== field.defaultChecked : field.value !== field.defaultValue));
  Object.assign(baton, { parts, take, isHere, writing });
})();
