namespace RouterMaestro.Cli.Demo;

/// <summary>Something that the demo shows.</summary>
internal interface IDemoStep
{
    /// <summary>Gets what is shown, in a few words.</summary>
    string Title { get; }

    /// <summary>Shows it.</summary>
    /// <param name="stage">Where it is shown.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<DemoOutcome> PlayAsync(DemoStage stage, CancellationToken cancellationToken);
}
