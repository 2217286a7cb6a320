namespace RouterMaestro.Infrastructure.Tests.Providers.Streams;

/// <summary>How a body ends.</summary>
internal enum StreamEnd
{
    Clean,
    Broken,
    Silent,
}
