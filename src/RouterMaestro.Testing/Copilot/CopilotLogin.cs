namespace RouterMaestro.Testing.Copilot;

/// <summary>A login by the device flow, as it stands at the moment it was read.</summary>
/// <param name="UserCode">The code that the user types, such as <c>ABCD-1234</c>.</param>
/// <param name="DeviceCode">The code with which the client polls.</param>
/// <param name="State">The state.</param>
/// <param name="Polls">How many polls were received, those that came too early included.</param>
/// <param name="Interval">The time that must lie between two polls now; each <c>slow_down</c> adds 5 seconds.</param>
/// <param name="Account">The account that the user chose; null before approval.</param>
public sealed record CopilotLogin(
    string UserCode, string DeviceCode, CopilotLoginState State, int Polls, TimeSpan Interval, CopilotAccount? Account);

/// <summary>The state of a login by the device flow.</summary>
public enum CopilotLoginState
{
    /// <summary>The user has not decided: polls get <c>authorization_pending</c>.</summary>
    Pending,

    /// <summary>The user has approved: the next poll gets the GitHub token.</summary>
    Approved,

    /// <summary>The client has its GitHub token; the device code is used up.</summary>
    Completed,

    /// <summary>The user has refused: polls get <c>access_denied</c>.</summary>
    Denied,

    /// <summary>The time is over: polls get <c>expired_token</c>.</summary>
    Expired,
}
