using RouterMaestro.Cli.Demo.Clients;

namespace RouterMaestro.Cli.Demo;

/// <summary>Something that the demo shows: what a client and a provider that may speak different dialects do together.</summary>
internal interface IDemoStep
{
    /// <summary>Gets who asks.</summary>
    DemoClient Client { get; }

    /// <summary>Gets who answers.</summary>
    DemoProvider Provider { get; }

    /// <summary>Gets what is shown, in a few words.</summary>
    string Subject { get; }

    /// <summary>Shows it and checks it.</summary>
    /// <param name="scene">Where it is shown, and what keeps the checks.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task PlayAsync(DemoScene scene, CancellationToken cancellationToken);
}
