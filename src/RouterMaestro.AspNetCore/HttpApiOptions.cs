namespace RouterMaestro.AspNetCore;

/// <summary>The settings of the HTTP endpoints.</summary>
public sealed class HttpApiOptions
{
    /// <summary>Gets or sets the key that callers must send; null if the host application protects the endpoints itself. The default is null.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Gets or sets the key of the admin routes, which then refuse <see cref="ApiKey"/>; null if <see cref="ApiKey"/> is valid for both. The default is null.</summary>
    public string? AdminKey { get; set; }

    /// <summary>Gets or sets the largest request body, in bytes. The default is 32 MiB.</summary>
    public int MaxBodyBytes { get; set; } = 32 * 1024 * 1024;
}
