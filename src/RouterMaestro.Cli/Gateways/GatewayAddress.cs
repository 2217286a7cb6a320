namespace RouterMaestro.Cli.Gateways;

/// <summary>A gateway to talk to.</summary>
/// <param name="Endpoint">Its address, with a slash at the end.</param>
/// <param name="ApiKey">The key to send; null when none is known.</param>
internal sealed record GatewayAddress(Uri Endpoint, string? ApiKey);
