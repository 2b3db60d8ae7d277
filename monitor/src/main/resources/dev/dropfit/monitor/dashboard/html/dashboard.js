// Every page works without this script. It draws the chart, updates the prediction, uploads datasets and reloads content.
'use strict';

const body = document.body.dataset;
const find = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const announce = (text) => { find('#live').textContent = text; };

// ---- the chart

let chart = null;

function drawChart() {
  if (chart) {
    chart.destroy();
    chart = null;
  }
  const place = find('[data-chart]');
  if (!place || !window.uPlot) {
    return;
  }
  const data = JSON.parse(place.dataset.chart);
  const versions = data.versions;
  const column = (key) => versions.map((version) => version[key] ?? null);
  // A version starts with its time, as 20261122T084133Z. The axis shows the part that differs: day, minute or second.
  const last = versions[versions.length - 1].version;
  const same = (length) => versions[0].version.slice(0, length) === last.slice(0, length);
  const clock = (version, end) => version.slice(9, end).replace(/..(?=.)/g, '$&:');
  const date = (version) => version.slice(0, 4) + '-' + version.slice(4, 6) + '-' + version.slice(6, 8);
  const tick = (i, before) => {
    if (!versions[i]) {
      return '';
    }
    const version = versions[i].version;
    const end = same(11) ? 15 : 13;
    const alike = (length) => before >= 0 && versions[before] && versions[before].version.slice(0, length) === version.slice(0, length);
    // Of several versions on a day, the first one has the date, and of several in a minute, the first one has the time.
    if (alike(end)) {
      return '';
    }
    return same(8) || alike(8) ? clock(version, end) : date(version);
  };
  const marks = { promoted: colour('--good'), rejected: colour('--warn'), invalid: colour('--bad'), unreadable: colour('--bad'), unknown: colour('--bad') };
  const axis = { stroke: colour('--muted'), grid: { stroke: colour('--rule'), width: 1 }, ticks: { show: false }, font: '12px system-ui, sans-serif' };

  const drawMarks = (u) => {
    const context = u.ctx;
    const ratio = devicePixelRatio;
    const size = (versions.length > 80 ? 2.5 : 4) * ratio;
    context.save();
    context.setLineDash([]);
    versions.forEach((version, i) => {
      const x = u.valToPos(i, 'x', true);
      const y = version.value == null ? u.bbox.top + u.bbox.height - 6 * ratio : u.valToPos(version.value, 'y', true);
      context.strokeStyle = context.fillStyle = marks[version.verdict];
      context.lineWidth = 1.6 * ratio;
      context.beginPath();
      if (version.value == null) {
        context.moveTo(x - size, y - size);
        context.lineTo(x + size, y + size);
        context.moveTo(x + size, y - size);
        context.lineTo(x - size, y + size);
      } else {
        context.arc(x, y, size, 0, 2 * Math.PI);
        if (version.verdict === 'promoted') {
          context.fill();
        } else {
          context.fillStyle = colour('--page');
          context.fill();
        }
      }
      context.stroke();
      if (version.served) {
        context.strokeStyle = colour('--accent');
        context.beginPath();
        context.arc(x, y, size + 4 * ratio, 0, 2 * Math.PI);
        context.stroke();
      }
    });
    context.restore();
  };

  const readout = find('.readout');
  const show = (index) => {
    const version = versions[index];
    readout.textContent = version
      ? version.name + ', ' + date(version.version) + ' ' + clock(version.version, 13) + ' UTC · ' + version.verdict + (version.served ? ', served' : '') + ' · ' + data.metric + ' ' + version.text
        + (version.championText ? ' · previous model ' + version.championText : '')
      : '';
  };

  chart = new uPlot({
    width: place.clientWidth,
    height: 300,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: {
      x: { time: false, range: [-0.5 - versions.length * 0.01, versions.length - 0.5 + versions.length * 0.01] },
      y: { range: (u, low, high) => {
        if (low == null) {
          return [0, 1];
        }
        const room = Math.max((high - low) * 0.12, Math.abs(high) * 0.03, 1e-6);
        return [low - room * 1.6, Math.min(high + room, Math.max(data.max ?? Infinity, high) + room / 4)];
      } },
    },
    axes: [
      { ...axis, space: 110, incrs: [1, 2, 5, 10, 20, 50, 100], values: (u, ticks) => ticks.map((i, at) => tick(i, at > 0 ? ticks[at - 1] : -1)) },
      { ...axis, size: 62, values: (u, ticks) => ticks.map((value) => data.percent ? value.toFixed(ticks.length > 1 && ticks[1] - ticks[0] < 1 ? 1 : 0) + ' %' : Math.abs(value) >= 1000 ? value.toLocaleString('en') : String(+value.toFixed(4))) },
    ],
    series: [
      {},
      { stroke: colour('--accent'), width: 1.5, spanGaps: true, points: { show: false } },
      { stroke: colour('--muted'), width: 1, spanGaps: true, points: { show: false }, paths: uPlot.paths.stepped({ align: -1 }) },
      { stroke: colour('--bad'), width: 1, dash: [6, 5], spanGaps: true, points: { show: false } },
    ],
    hooks: { draw: [drawMarks], setCursor: [(u) => { if (u.cursor.idx != null) show(u.cursor.idx); }] },
  }, [versions.map((_, i) => i), column('value'), column('champion'), column('threshold')], place);

  let at = versions.length - 1;
  show(at);
  const open = (i) => {
    location.href = '?version=' + encodeURIComponent(versions[i].version) + '#version';
  };
  place.onkeydown = (event) => {
    if (event.key === 'Enter') {
      open(at);
    }
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -versions.length, End: versions.length }[event.key];
    if (step) {
      event.preventDefault();
      at = Math.max(0, Math.min(versions.length - 1, at + step));
      chart.setCursor({ left: chart.valToPos(at, 'x'), top: 10 });
      show(at);
    }
  };
  place.onclick = () => {
    if (chart.cursor.idx != null) {
      open(chart.cursor.idx);
    }
  };
  place.dataset.drawn = String(versions.length);
}

addEventListener('resize', () => {
  const place = find('[data-chart]');
  if (chart && place) {
    chart.setSize({ width: place.clientWidth, height: 300 });
  }
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawChart);

// ---- prediction

function setUpTrial() {
  const form = find('form.try');
  if (!form) {
    return;
  }
  const result = find('.result');
  let waiting = null;
  let latest = 0;
  const score = async () => {
    const own = ++latest;
    result.classList.add('old');
    const values = all('[name]', form).map((field) => field.value);
    try {
      const response = await fetch('try', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'text/html' },
        body: JSON.stringify({ values }),
      });
      const html = await response.text();
      if (own === latest) {
        const part = new DOMParser().parseFromString(html, 'text/html').body;
        result.replaceChildren(...part.childNodes);
        result.classList.remove('old');
      }
    } catch {
      if (own === latest) {
        result.textContent = 'The prediction is not available at the moment.';
      }
    }
  };
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(score, 150);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    score();
  });
}

// ---- threshold

// The table of thresholds gets a slider over all of them, with the cost of errors.
function setUpThreshold() {
  const place = find('[data-thresholds]');
  if (!place) {
    return;
  }
  const points = JSON.parse(place.dataset.thresholds);
  const [, positives, negatives] = points[0];
  const control = document.createElement('div');
  control.className = 'slider';
  control.innerHTML = '<p><label>Threshold <input type="range" min="1" max="' + (points.length - 1) + '" step="1"></label> <output></output></p>'
    + '<dl></dl><p class="choice"><label>Cost of a false positive <input type="number" min="0" step="any"></label>'
    + '<label>of a false negative <input type="number" min="0" step="any"></label>'
    + '<button type="button" class="button">Lowest cost</button></p>'
    + '<p class="choice"><label>Recall of at least <input type="number" min="0" max="1" step="0.01" value="0.9"></label>'
    + '<button type="button" class="button">Find the threshold</button></p>';
  place.prepend(control);
  const range = find('input[type=range]', control);
  const [forPositive, forNegative, recall] = all('input[type=number]', control);
  const [cheapest, reach] = all('button', control);
  const facts = find('dl', control);
  const count = (value) => value.toLocaleString('en');
  const ratio = (part, whole) => whole ? (part / whole).toFixed(3) : '–';
  const cost = ([, right, wrong]) => wrong * Number(forPositive.value) + (positives - right) * Number(forNegative.value);
  const show = () => {
    const point = points[range.value];
    const [threshold, right, wrong] = point;
    find('output', control).textContent = Math.round(threshold * 100) + ' %';
    facts.replaceChildren();
    for (const [name, value] of [
      ['predicted ' + place.dataset.positive, count(right + wrong) + ' of ' + count(positives + negatives)],
      ['precision', ratio(right, right + wrong)],
      ['recall', ratio(right, positives)],
      ['false positives', count(wrong)],
      ['false negatives', count(positives - right)],
      ['cost of the errors', count(Math.round(cost(point) * 100) / 100)],
    ]) {
      const item = document.createElement('div');
      item.append(Object.assign(document.createElement('dt'), { textContent: name }), Object.assign(document.createElement('dd'), { textContent: value }));
      facts.append(item);
    }
    const chosenThreshold = find('form [name=threshold]', place);
    if (chosenThreshold) {
      chosenThreshold.value = threshold;
    }
  };
  const choose = (i) => {
    range.value = i;
    show();
  };
  cheapest.onclick = () => {
    let best = 1;
    points.forEach((point, i) => { if (i > 0 && cost(point) < cost(points[best])) best = i; });
    choose(best);
  };
  reach.onclick = () => {
    let highest = 1;
    points.forEach((point, i) => { if (i > 0 && point[1] >= Number(recall.value) * positives) highest = i; });
    choose(highest);
  };
  forPositive.value = place.dataset.falsePositive;
  forNegative.value = place.dataset.falseNegative;
  for (const input of [range, forPositive, forNegative]) {
    input.oninput = show;
  }
  choose(Math.max(1, Math.round(Number(place.dataset.threshold) * points.length)));
}

// ---- figures as files

const kept = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linejoin', 'opacity', 'font-size', 'font-family', 'font-weight'];

// The styles of the page become attributes, so that the file looks the same elsewhere.
function svgFile(svg) {
  const copy = svg.cloneNode(true);
  const shown = all('*', svg);
  all('*', copy).forEach((element, i) => {
    const style = getComputedStyle(shown[i]);
    element.removeAttribute('class');
    kept.forEach((name) => element.setAttribute(name, style.getPropertyValue(name)));
  });
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' });
}

function save(blob, title, end) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = (body.model || 'dropfit') + '-' + title.toLowerCase().replace(/[^a-z0-9]+/g, '-') + end;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function saveButton(text, title, action) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'save';
  button.textContent = text;
  button.setAttribute('aria-label', 'Save ' + title + ' as ' + text);
  button.onclick = action;
  return button;
}

function setUpFigures() {
  for (const figure of all('figure')) {
    const svg = find('svg', figure);
    const title = find('figcaption strong', figure);
    if (svg && title) {
      title.after(' ', saveButton('SVG', title.textContent, () => save(svgFile(svg), title.textContent, '.svg')));
    }
  }
  const canvas = find('[data-chart] canvas');
  if (canvas) {
    const title = find('#over').textContent;
    const item = document.createElement('li');
    item.append(saveButton('PNG', title, () => canvas.toBlob((blob) => save(blob, title, '.png'))));
    find('.legend').append(item);
  }
}

// ---- upload

const stages = ['dropped', 'checked', 'trained', 'judged', 'served'];
let watched = null;
let chosen = null;
let uploadNote = '';

function showStages(reached, failed) {
  const list = find('.stages');
  if (!list) {
    return;
  }
  list.hidden = false;
  all('li', list).forEach((item, i) => {
    item.className = i <= reached ? 'done' : i === reached + 1 ? (failed ? 'failed' : 'now') : '';
  });
}

function offerCancel(offered) {
  const button = find('#cancel-run');
  if (button) {
    button.hidden = !offered;
    button.disabled = false;
  }
}

async function cancelRun() {
  const button = find('#cancel-run');
  button.disabled = true;
  const response = await fetch(body.root + watched + '/cancel', {
    method: 'POST',
    body: new URLSearchParams({ token: find('.drop').dataset.writeToken }),
  });
  announce(response.ok ? 'The run is being cancelled' : 'The run can\'t be cancelled any more');
}

function sentence(text) {
  return text ? text.charAt(0).toUpperCase() + text.slice(1) + '.' : '';
}

function outcome(text, failed) {
  const place = find('.outcome');
  if (place) {
    place.hidden = !text;
    place.textContent = text;
    place.classList.toggle('failed', Boolean(failed));
  }
}

function nameOf(file) {
  const name = file.name.replace(/\.[^.]*$/, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  return name.slice(0, 63) || 'model';
}

function send(model, file) {
  const sent = find('.sent');
  const request = new XMLHttpRequest();
  outcome('');
  sent.hidden = false;
  sent.value = 0;
  announce('Uploading ' + file.name);
  request.upload.onprogress = (event) => {
    sent.value = event.total ? 100 * event.loaded / event.total : 0;
  };
  const failed = (why) => {
    sent.hidden = true;
    outcome(why, true);
  };
  request.onload = () => {
    sent.hidden = true;
    const stored = request.status === 202 ? JSON.parse(request.responseText) : {};
    const question = stored.question;
    uploadNote = stored.note ? ' Note: ' + stored.note + '.' : '';
    if (question) {
      location.href = body.root + question;
    } else if (request.status === 202) {
      watched = model;
      showStages(0);
      announce(file.name + ' was uploaded');
      poll();
    } else {
      const page = new DOMParser().parseFromString(request.responseText, 'text/html');
      failed(find('.empty p:not(.code)', page)?.textContent || 'The dataset was refused (HTTP ' + request.status + ').');
    }
  };
  request.onerror = () => failed('The upload failed. Is Dropfit still running?');
  request.open('PUT', body.root + model + '/dataset?ask=1');
  request.setRequestHeader('Content-Type', 'text/csv');
  request.setRequestHeader('X-Dropfit-Token', find('.drop').dataset.writeToken);
  request.send(file);
}

function accept(file) {
  const max = Number(find('.drop').dataset.max);
  if (file.size > max || !file.size) {
    outcome(file.name + (file.size ? ' has ' + file.size.toLocaleString('en') + ' bytes; accepted are up to ' + max.toLocaleString('en')
      + '. Copy a larger file into the data folder.' : ' is empty; a dataset has a header and rows.'), true);
    return;
  }
  const own = find('.drop input[name=model][type=hidden]');
  if (own) {
    send(own.value, file);
    return;
  }
  chosen = file;
  const row = find('.name-row');
  row.hidden = false;
  const name = find('input', row);
  name.value = nameOf(file);
  name.focus();
  name.select();
  outcome('Enter the name of the model to train on ' + file.name + '.');
}

function setUpUpload() {
  const drop = find('.drop');
  if (!drop) {
    return;
  }
  find('#cancel-run', drop).addEventListener('click', cancelRun);
  find('input[type=file]', drop).addEventListener('change', (event) => {
    if (event.target.files.length) {
      accept(event.target.files[0]);
      event.target.value = '';
    }
  });
  find('.name-row', drop)?.addEventListener('submit', (event) => {
    event.preventDefault();
    if (chosen) {
      send(find('input', event.target).value, chosen);
    }
  });
}

let entered = 0;
const over = (on) => find('.drop')?.classList.toggle('over', on);
const hasFiles = (event) => event.dataTransfer?.types.includes('Files') && find('.drop');
addEventListener('dragenter', (event) => { if (hasFiles(event)) { entered++; over(true); } });
addEventListener('dragleave', (event) => { if (hasFiles(event) && --entered <= 0) { entered = 0; over(false); } });
addEventListener('dragover', (event) => { if (hasFiles(event)) event.preventDefault(); });
addEventListener('drop', (event) => {
  if (hasFiles(event)) {
    event.preventDefault();
    entered = 0;
    over(false);
    if (event.dataTransfer.files.length) {
      accept(event.dataTransfer.files[0]);
    }
  }
});

// ---- versions

// Of a short name such as v14, the whole version is copied.
document.addEventListener('copy', (event) => {
  const selection = getSelection();
  const name = selection.anchorNode?.parentElement?.closest('.version');
  if (name && selection.toString().trim() === name.textContent) {
    event.clipboardData.setData('text/plain', name.title);
    event.preventDefault();
  }
});

// ---- updates

let token = body.token;

async function state(model) {
  const response = await fetch(body.root + '_state' + (model ? '?model=' + encodeURIComponent(model) : ''));
  if (!response.ok) {
    throw new Error('HTTP ' + response.status);
  }
  return response.json();
}

async function update(now) {
  const trial = find('form.try');
  if (trial) {
    announce('A newer version may be served. The next prediction uses it.');
    return;
  }
  if (find('#why')?.value || find('#delete-name')?.value) {
    announce('There are updates. They appear when the form is sent or empty.');
    return;
  }
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html');
  const fresh = find('main', page);
  const focused = document.activeElement?.id;
  const drop = find('.drop');
  const freshDrop = find('.drop', fresh);
  if (drop && freshDrop) {
    freshDrop.replaceWith(drop);
  }
  const top = scrollY;
  find('main').replaceChildren(...fresh.childNodes);
  scrollTo(0, top);
  if (focused) {
    document.getElementById(focused)?.focus({ preventScroll: true });
  }
  drawChart();
  setUpThreshold();
  setUpFigures();
  announce(now.verdict ? 'The page was updated. The last run was ' + now.verdict + '.' : 'The page was updated.');
}

function follow(now) {
  const own = now.underWay[watched];
  if (own) {
    showStages(stages.indexOf(own.stage));
    offerCancel(own.stage === 'dropped' || own.stage === 'checked');
    outcome(own.note || sentence(own.work), Boolean(own.note));
    return;
  }
  offerCancel(false);
  const served = now.newest && now.newest === now.served;
  const link = body.model ? '' : ' See the page of ' + watched + ' for details.';
  if (now.verdict === 'invalid' || now.verdict === 'cancelled') {
    showStages(0, true);
  } else {
    showStages(served ? 4 : 3, !served);
  }
  outcome((served ? 'Promoted and served: ' + now.name + '. ' : (now.verdict || 'ended') + ': ') + (now.reason || '') + link + uploadNote, !served);
  uploadNote = '';
  watched = null;
}

// A restarted Dropfit has a new token for changes.
function keepWriteToken(writeToken) {
  all('.drop').forEach((drop) => { drop.dataset.writeToken = writeToken; });
  all('form [name=token]').forEach((field) => { field.value = writeToken; });
}

// Live traffic moves while one looks: its section alone is replaced.
let live = null;

async function updateLive() {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html');
  const fresh = find('section[aria-labelledby=live]', page);
  const shown = find('section[aria-labelledby=live]');
  if (fresh && shown) {
    const scrolled = all('.scroll', shown).map((part) => part.scrollLeft);
    shown.replaceChildren(...fresh.childNodes);
    all('.scroll', shown).forEach((part, i) => { part.scrollLeft = scrolled[i] ?? 0; });
  }
}

let timer = null;

async function poll() {
  clearTimeout(timer);
  try {
    const page = await state(body.model);
    if (!watched && body.model && page.underWay[body.model]) {
      watched = body.model;
    }
    if (watched) {
      follow(watched === body.model ? page : await state(watched));
    }
    keepWriteToken(page.writeToken);
    if (page.token !== token) {
      token = page.token;
      await update(page);
    } else if (live !== null && page.live !== live) {
      await updateLive();
    }
    live = page.live ?? '';
  } catch {
    // Dropfit may be down for a moment; the next request finds out.
  }
  timer = setTimeout(poll, document.hidden ? 5000 : watched ? 300 : 1500);
}

drawChart();
setUpThreshold();
setUpFigures();
setUpTrial();
setUpUpload();
if (body.local === 'true' && token) {
  poll();
}
