namespace RouterMaestro.Infrastructure.Tests.Configuration;

/// <summary>Tests of promises about real time, which run after the others: the property tests of this project use every processor.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RealTimeCollection
{
    public const string Name = "real time";
}
