namespace RouterMaestro.Infrastructure.Configuration;

/// <summary>Marks a gateway that only tells what one that starts would read: it changes no file unasked.</summary>
internal sealed class ConfigurationPreview;
