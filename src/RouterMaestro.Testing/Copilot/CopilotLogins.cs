using System.Security.Cryptography;

namespace RouterMaestro.Testing.Copilot;

/// <summary>Keeps the logins by the device flow.</summary>
internal sealed class CopilotLogins(CopilotSimulatorOptions options, CopilotAccount self)
{
    // no vowels, as at GitHub, so that a code spells nothing
    private const string Letters = "BCDFGHJKLMNPQRSTVWXZ0123456789";
    private static readonly TimeSpan _slowDown = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _tolerance = TimeSpan.FromMilliseconds(100);
    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];
    private TaskCompletionSource _changed = NewSignal();

    public IReadOnlyList<CopilotLogin> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries.Select(entry => Refreshed(entry).Login)];
            }
        }
    }

    private DateTimeOffset Now => options.TimeProvider.GetUtcNow();

    public CopilotLogin Start()
    {
        var code = RandomNumberGenerator.GetString(Letters, 8);
        var login = new CopilotLogin(
            $"{code[..4]}-{code[4..]}",
            RandomNumberGenerator.GetHexString(40, lowercase: true),
            CopilotLoginState.Pending,
            0,
            options.PollInterval,
            null);
        TaskCompletionSource changed;
        lock (_lock)
        {
            _entries.Add(new Entry(login, Now + options.LoginLifetime));
            (changed, _changed) = (_changed, NewSignal());
        }

        changed.SetResult();
        return login;
    }

    /// <summary>Takes a poll: GitHub's word for why there is no token yet, or the account for which there is one.</summary>
    public (string? Error, CopilotLogin? Login) Poll(string deviceCode)
    {
        lock (_lock)
        {
            if (_entries.Find(e => e.Login.DeviceCode == deviceCode) is not { } entry)
            {
                return ("incorrect_device_code", null);
            }

            var error = PollError(Refreshed(entry));
            return (error, entry.Login);
        }
    }

    public void Approve(string userCode, CopilotAccount account) =>
        Decide(userCode, login => login with { State = CopilotLoginState.Approved, Account = account });

    public void End(string userCode, CopilotLoginState state) => Decide(userCode, login => login with { State = state });

    public async Task<CopilotLogin> WaitAsync(int count, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_entries.Count >= count)
                {
                    return _entries[count - 1].Login;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    private string? PollError(Entry entry)
    {
        var (last, now) = (entry.PolledAt, Now);
        (entry.PolledAt, entry.Login) = (now, entry.Login with { Polls = entry.Login.Polls + 1 });
        if (entry.Login.State is CopilotLoginState.Expired or CopilotLoginState.Denied or CopilotLoginState.Completed)
        {
            return entry.Login.State == CopilotLoginState.Expired ? "expired_token"
                : entry.Login.State == CopilotLoginState.Denied ? "access_denied"
                : "incorrect_device_code";
        }

        if (last is { } before && now - before < entry.Login.Interval - _tolerance)
        {
            entry.Login = entry.Login with { Interval = entry.Login.Interval + _slowDown };
            return "slow_down";
        }

        if (entry.Login.State == CopilotLoginState.Pending && entry.Pending++ >= (options.ApprovesAfterPolls ?? int.MaxValue))
        {
            entry.Login = entry.Login with { State = CopilotLoginState.Approved, Account = self };
        }

        if (entry.Login.State == CopilotLoginState.Pending)
        {
            return "authorization_pending";
        }

        entry.Login = entry.Login with { State = CopilotLoginState.Completed };
        return null;
    }

    private void Decide(string userCode, Func<CopilotLogin, CopilotLogin> change)
    {
        lock (_lock)
        {
            var entry = _entries.Find(e => Refreshed(e).Login is { State: CopilotLoginState.Pending } login && login.UserCode == userCode)
                ?? throw new ArgumentException($"No login waits under the code {userCode}.", nameof(userCode));
            entry.Login = change(entry.Login);
        }
    }

    private Entry Refreshed(Entry entry)
    {
        if (entry.Login.State is CopilotLoginState.Pending or CopilotLoginState.Approved && Now >= entry.ExpiresAt)
        {
            entry.Login = entry.Login with { State = CopilotLoginState.Expired };
        }

        return entry;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Entry(CopilotLogin login, DateTimeOffset expiresAt)
    {
        public CopilotLogin Login { get; set; } = login;

        public DateTimeOffset ExpiresAt { get; } = expiresAt;

        public DateTimeOffset? PolledAt { get; set; }

        public int Pending { get; set; }
    }
}
