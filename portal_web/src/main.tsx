import './styles/app.css';
import { render } from 'preact';
import { start } from '@/app/start';

const root = document.getElementById('app');
if (root) start().then((app) => render(app, root));
