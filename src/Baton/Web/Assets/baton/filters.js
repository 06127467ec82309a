// Filters and choices that apply at once.
'use strict';
(() => {
  document.addEventListener('change', event => {
    if (event.target.matches('.filters :is(select, [type=checkbox], [type=number])')) event.target.form.requestSubmit();
    if (event.target.matches('[data-submit]')) event.target.form.requestSubmit();
  });
})();
