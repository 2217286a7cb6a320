using Microsoft.AspNetCore.Http;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.AspNetCore.Auth;

/// <summary>Decides whether a request may pass, and sets the user of those that may.</summary>
internal abstract class AccessCheck
{
    /// <summary>Returns the error for a request that may not pass; null for one that may.</summary>
    /// <param name="http">The HTTP context.</param>
    public abstract ValueTask<RouterError?> CheckAsync(HttpContext http);

    /// <summary>Finds the name of a policy that cannot be used.</summary>
    /// <returns>One sentence; null if there is nothing to say.</returns>
    public virtual ValueTask<string?> FindFaultAsync() => default;
}
