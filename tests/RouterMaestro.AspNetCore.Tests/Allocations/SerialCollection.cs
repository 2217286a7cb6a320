namespace RouterMaestro.AspNetCore.Tests.Allocations;

/// <summary>The runtime counts for the whole process, so nothing else may run meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SerialCollection
{
    public const string Name = "allocations";
}
