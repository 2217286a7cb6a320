namespace RouterMaestro.AspNetCore.Auth;

/// <summary>How the credentials of a request compare with a key.</summary>
internal enum KeyMatch
{
    /// <summary>The request has no credential, or there is no key.</summary>
    Missing,

    /// <summary>No credential is a key of the gateway.</summary>
    Wrong,

    /// <summary>A credential is the gateway key, where the admin key is required.</summary>
    OtherKey,

    /// <summary>A credential is the key.</summary>
    Right,
}
