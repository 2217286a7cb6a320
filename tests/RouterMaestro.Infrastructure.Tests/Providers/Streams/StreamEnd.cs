namespace RouterMaestro.Infrastructure.Tests.Providers.Streams;

/// <summary>The ways in which a body ends.</summary>
internal enum StreamEnd
{
    Clean,
    Broken,
    Silent,
}
