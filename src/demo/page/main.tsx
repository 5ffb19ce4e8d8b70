import { render } from 'preact';
import { catalogues } from '../texts/catalogues.ts';
import { App } from './app.tsx';
import './page.css';

const place = document.getElementById('page');
if (place !== null) render(<App catalogues={catalogues} />, place);
