namespace RouterMaestro.AspNetCore;

/// <summary>Settings of the HTTP face.</summary>
public sealed class HttpApiOptions
{
    /// <summary>Gets or sets the key that callers must show; null when the host application guards the endpoints itself.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Gets or sets the key of the admin routes, which then do not open to <see cref="ApiKey"/>; null when that one serves for both.</summary>
    public string? AdminKey { get; set; }

    /// <summary>Gets or sets the largest request body, in bytes. The default is 32 MiB.</summary>
    public int MaxBodyBytes { get; set; } = 32 * 1024 * 1024;
}
