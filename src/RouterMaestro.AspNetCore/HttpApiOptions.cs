namespace RouterMaestro.AspNetCore;

/// <summary>The settings of the HTTP endpoints.</summary>
public sealed class HttpApiOptions
{
    /// <summary>Gets or sets the key that callers must send; null if there is none. The default is null.</summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether everyone may call models. Without it an application does not start whose endpoints have
    /// neither a key nor an authorization policy. It opens no admin route. The default is false.
    /// </summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>
    /// Gets or sets the name of the host's authorization policy for callers, in the place of <see cref="ApiKey"/>. Errors are sent in
    /// the caller's protocol. The default is null.
    /// </summary>
    public string? CallerPolicy { get; set; }

    /// <summary>
    /// Gets or sets the key of the admin routes, which may be the <see cref="ApiKey"/>. Without it and without an
    /// <see cref="AdminPolicy"/> there are no admin routes. The default is null.
    /// </summary>
    public string? AdminKey { get; set; }

    /// <summary>
    /// Gets or sets the name of the host's authorization policy for the admin routes, in the place of <see cref="AdminKey"/>. The default
    /// is null.
    /// </summary>
    public string? AdminPolicy { get; set; }

    /// <summary>
    /// Gets or sets the time that calls under way have after the host begins to stop. Then each of them ends with an error of its protocol. It
    /// should be shorter than <c>HostOptions.ShutdownTimeout</c>, after which the server breaks connections. The default is 25 seconds, and 30
    /// seconds in a <c>GatewayHost</c>.
    /// </summary>
    public TimeSpan DrainPeriod { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>Gets or sets the largest request body, in bytes. The default is 32 MiB.</summary>
    public int MaxBodyBytes { get; set; } = 32 * 1024 * 1024;
}
