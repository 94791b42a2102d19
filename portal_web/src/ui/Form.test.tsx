import { render } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { useState } from 'preact/hooks';
import { expect, it } from 'vitest';
import { TextField } from './Field';
import { Form } from './Form';

function Asking({ onSubmit }: { onSubmit: () => void }) {
  const [email, setEmail] = useState('');
  return (
    <Form onSubmit={onSubmit} error={null}>
      <TextField label="Email" name="email" missing="Enter your email." value={email} onInput={setEmail} />
      <button type="submit">Send</button>
    </Form>
  );
}

it('sends nothing while a required field is empty, and says what is missing until it is there', async () => {
  let sent = 0;
  const screen = render(<Asking onSubmit={() => sent++} />);
  const user = userEvent.setup();
  const send = () => user.click(screen.getByText('Send'));

  await send();
  const blamed = screen.queryByText('Enter your email.') !== null;
  const focused = document.activeElement === screen.getByLabelText('Email');
  await user.type(screen.getByLabelText('Email'), 'dana@example.com');
  const still = screen.queryByText('Enter your email.') !== null;
  await send();

  expect({ blamed, focused, still, sent }).toEqual({ blamed: true, focused: true, still: false, sent: 1 });
});
