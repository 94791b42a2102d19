import { Suspense } from 'preact/compat';
import { Redirect, Route, Switch } from 'wouter-preact';
import { AccountsPage } from '@/features/accounts/AccountsPage';
import { useSection } from '@/shared/bootstrap';
import { NotFound } from '@/shared/NotFound';
import { Bones, Loading } from '@/ui/bits';
import { later } from '@/ui/later';
import { Shell } from './Shell';

const AccountPage = later(() => import('@/features/accounts/AccountPage'));
const BreakdownPage = later(() => import('@/features/accounts/BreakdownPage'));
const PayPage = later(() => import('@/features/pay/PayPage'));
const PaymentsPage = later(() => import('@/features/payments/PaymentsPage'));
const PaymentPage = later(() => import('@/features/payments/PaymentPage'));
const MethodsPage = later(() => import('@/features/methods/MethodsPage'));
const NewMethodPage = later(() => import('@/features/methods/NewMethodPage'));
const ProfilePage = later(() => import('@/features/profile/ProfilePage'));
const SignInPage = later(() => import('@/features/identity/SignInPage'));
const ForgotPage = later(() => import('@/features/identity/ForgotPage'));
const ResetPage = later(() => import('@/features/identity/ResetPage'));
const InvitationPage = later(() => import('@/features/identity/InvitationPage'));

const waiting = (
  <Loading>
    <Bones of={['short', 'figure', 'block']} />
  </Loading>
);

/** The paths of the `payments` section: none of them is there while the section is off. */
function paymentRoutes() {
  return [
    <Route key="pay" path="/accounts/:id/pay">
      {({ id }) => <PayPage accountId={id} />}
    </Route>,
    <Route key="payments" path="/payments" component={PaymentsPage} />,
    <Route key="payment" path="/payments/:id">
      {({ id }) => <PaymentPage paymentId={id} />}
    </Route>,
    <Route key="methods" path="/payment-methods" component={MethodsPage} />,
    <Route key="new-method" path="/payment-methods/new" component={NewMethodPage} />,
  ];
}

export function SignedInPages({ path }: { path: string }) {
  const payments = useSection('payments');
  const amortization = useSection('amortization');
  return (
    <DoorOr path={path}>
      <Shell path={path}>
        <Suspense fallback={waiting}>
          <Switch location={path}>
            <Route path="/">
              <Redirect to="/accounts" replace />
            </Route>
            <Route path="/sign-in">
              <Redirect to="/accounts" replace />
            </Route>
            <Route path="/accounts" component={AccountsPage} />
            <Route path="/accounts/:id">{({ id }) => <AccountPage accountId={id} tab="summary" />}</Route>
            <Route path="/accounts/:id/transactions">
              {({ id }) => <AccountPage accountId={id} tab="transactions" />}
            </Route>
            {amortization && (
              <Route path="/accounts/:id/breakdown">{({ id }) => <BreakdownPage accountId={id} />}</Route>
            )}
            {payments && paymentRoutes()}
            <Route path="/profile" component={ProfilePage} />
            <Route>
              <NotFound />
            </Route>
          </Switch>
        </Suspense>
      </Shell>
    </DoorOr>
  );
}

/** Links from a mail work whether or not somebody is signed in. */
function DoorOr({ path, children }: { path: string; children: preact.ComponentChildren }) {
  if (path === '/reset-password' || path === '/invitation') return <SignedOutPages path={path} />;
  return children;
}

export function SignedOutPages({ path }: { path: string }) {
  return (
    <Suspense fallback={null}>
      <Switch location={path}>
        <Route path="/sign-in">
          <SignInPage />
        </Route>
        <Route path="/forgot-password" component={ForgotPage} />
        <Route path="/reset-password" component={ResetPage} />
        <Route path="/invitation" component={InvitationPage} />
        <Route>
          <SignInPage wanted={path} />
        </Route>
      </Switch>
    </Suspense>
  );
}
