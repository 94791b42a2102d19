/** The frame has no catalogue loader: its few sentences are part of its bundle. */
const en = {
  name: 'Name on the account',
  holder: 'Whose account is it?',
  person: 'Mine (personal)',
  business: 'A business’s',
  kind: 'Kind of account',
  checking: 'Checking',
  savings: 'Savings',
  routing: 'Routing number',
  routingHint: 'Nine digits, the first number at the bottom of a check',
  routingGood: 'This is a valid routing number.',
  account: 'Account number',
  accountHint: 'Not the number on a debit card',
  again: 'Account number again',
  authorise: (lender: string) =>
    `This is my account or I may act for its owner, and ${lender} may debit it for the payments that I confirm.`,
  save: 'Save bank account',
  saving: 'Saving',
  cancel: 'Cancel',
  error: 'Error:',
  nameMissing: 'Enter the name on the account.',
  routingMissing: 'Enter the routing number.',
  routingDigits: 'A routing number has digits only.',
  routingLength: (count: number) => `A routing number has nine digits; this one has ${count}.`,
  routingWrong: 'This is not a valid routing number. Check each digit.',
  accountMissing: 'Enter the account number.',
  accountDigits: 'An account number has digits and sometimes letters, nothing else.',
  accountLength: 'An account number has 4 to 17 characters.',
  accountIsCard: 'This looks like a card number. Enter the account number from a check or your bank’s app.',
  accountIsRouting:
    'This is the routing number. Enter the account number, which stands beside it on a check.',
  accountDiffers: 'The two account numbers differ.',
  authoriseMissing: 'Tick the box so that this account may be debited.',
  offline: 'The bank account could not be saved. Check your connection and try again.',
  failed: 'Something went wrong on our side. Please try again in a minute.',
};

export type WalletWords = typeof en;

const es: WalletWords = {
  name: 'Nombre del titular',
  holder: '¿De quién es la cuenta?',
  person: 'Mía (personal)',
  business: 'De una empresa',
  kind: 'Tipo de cuenta',
  checking: 'Corriente',
  savings: 'De ahorros',
  routing: 'Número de ruta',
  routingHint: 'Nueve dígitos, el primer número al pie de un cheque',
  routingGood: 'Es un número de ruta válido.',
  account: 'Número de cuenta',
  accountHint: 'No es el número de una tarjeta de débito',
  again: 'Número de cuenta otra vez',
  authorise: (lender) =>
    `La cuenta es mía o puedo actuar por su titular, y ${lender} puede debitarla por los pagos que yo confirme.`,
  save: 'Guardar la cuenta bancaria',
  saving: 'Guardando',
  cancel: 'Cancelar',
  error: 'Error:',
  nameMissing: 'Escriba el nombre del titular.',
  routingMissing: 'Escriba el número de ruta.',
  routingDigits: 'Un número de ruta solo tiene dígitos.',
  routingLength: (count) => `Un número de ruta tiene nueve dígitos; este tiene ${count}.`,
  routingWrong: 'No es un número de ruta válido. Revise cada dígito.',
  accountMissing: 'Escriba el número de cuenta.',
  accountDigits: 'Un número de cuenta tiene dígitos y a veces letras, nada más.',
  accountLength: 'Un número de cuenta tiene de 4 a 17 caracteres.',
  accountIsCard:
    'Parece el número de una tarjeta. Escriba el número de cuenta de un cheque o de la aplicación de su banco.',
  accountIsRouting:
    'Este es el número de ruta. Escriba el número de cuenta, que está junto a él en un cheque.',
  accountDiffers: 'Los dos números de cuenta son distintos.',
  authoriseMissing: 'Marque la casilla para que se pueda debitar esta cuenta.',
  offline: 'No se pudo guardar la cuenta bancaria. Revise su conexión e intente de nuevo.',
  failed: 'Algo falló de nuestro lado. Intente de nuevo en un minuto.',
};

export function wordsIn(language: string): WalletWords {
  return language.startsWith('es') ? es : en;
}
