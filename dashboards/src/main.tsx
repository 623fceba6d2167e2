import '@kringwijzer/ui/fonts.css';
import '@kringwijzer/ui/tokens.css';
import '@kringwijzer/ui/base.css';
import './styles/frame.css';
import './styles/parts.css';
import './styles/live.css';
import './styles/care.css';
import './styles/forms.css';
import './styles/people.css';
import './styles/outcomes.css';
import './styles/scripts.css';
import './styles/wall.css';
import { render } from 'preact';
import { App } from './app.tsx';

const root = document.getElementById('app');
if (root === null) throw new TypeError('the page has no element #app');
render(<App />, root);

// Absent on plain http from another machine: the page then simply needs the hub.
if ('serviceWorker' in navigator) {
  navigator.serviceWorker.register('/sw.js').catch(() => undefined); // a refused worker costs only the offline shell
}
