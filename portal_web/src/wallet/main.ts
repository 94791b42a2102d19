import '../styles/wallet.css';
import { startWallet } from './start';

const root = document.getElementById('wallet');
if (root) startWallet(root);
