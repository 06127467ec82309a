// Draws what a page asks for in data-chart, with ECharts. A text such as --mine stands for a colour of the style sheet.
'use strict';
(() => {
  const probe = document.createElement('i');
  const colour = name => { probe.style.color = `var(${name})`; return getComputedStyle(probe).color; };
  const dressed = part => {
    if (typeof part === 'string') return part.startsWith('--') ? colour(part) : part;
    if (Array.isArray(part)) return part.map(dressed);
    return part && typeof part === 'object' ? Object.fromEntries(Object.entries(part).map(([key, value]) => [key, dressed(value)])) : part;
  };
  const axis = one => one && ({ axisLine: { lineStyle: { color: colour('--line-2') } }, splitLine: { lineStyle: { color: colour('--line') } }, ...one, axisLabel: { color: colour('--ink-2'), hideOverlap: true, ...one.axisLabel } });
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;

  const draw = place => {
    const option = dressed(JSON.parse(place.dataset.chart));
    // On a canvas, and its tooltips too: nothing here needs a style that the page's policy forbids.
    const chart = echarts.getInstanceByDom(place) ?? echarts.init(place, null, { renderer: 'canvas', devicePixelRatio: Math.max(2, devicePixelRatio) });
    chart.setOption({
      ...option,
      animation: !still,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colour('--ink-2') },
      tooltip: { renderMode: 'richText', confine: true, backgroundColor: colour('--surface'), borderColor: colour('--line-2'), textStyle: { color: colour('--ink') }, ...option.tooltip },
      xAxis: axis(option.xAxis),
      yAxis: axis(option.yAxis),
    }, true);
    return chart;
  };

  document.body.append(probe);
  const places = [...document.querySelectorAll('[data-chart]')];
  for (const place of places) {
    const chart = draw(place);
    chart.on('click', hit => { if (hit.data?.href) location.href = hit.data.href; });
    // On paper a chart stays as it was drawn: its place has no height of its own there.
    new ResizeObserver(() => { if (!matchMedia('print').matches) chart.resize(); }).observe(place);
  }
  document.addEventListener('look', () => places.forEach(draw));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => places.forEach(draw));
})();
