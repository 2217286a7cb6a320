using System.Security.Claims;

namespace RouterMaestro.AspNetCore.Auth;

/// <summary>How the credentials of a request compare with a key, and who sends that key.</summary>
/// <param name="Match">The comparison.</param>
/// <param name="User">The user of the key; null unless it is right.</param>
internal readonly record struct KeyResult(KeyMatch Match, ClaimsPrincipal? User = null);

/// <summary>How the credentials of a request compare with a key.</summary>
internal enum KeyMatch
{
    /// <summary>The request has no credential, or there is no key.</summary>
    Missing,

    /// <summary>No credential is a key of the gateway.</summary>
    Wrong,

    /// <summary>A credential is a key of callers, where the admin key is required.</summary>
    OtherKey,

    /// <summary>A credential is the key.</summary>
    Right,
}
