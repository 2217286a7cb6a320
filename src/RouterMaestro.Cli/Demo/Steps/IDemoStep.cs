using RouterMaestro.Cli.Demo.Clients;
using RouterMaestro.Cli.Demo.Staging;

namespace RouterMaestro.Cli.Demo.Steps;

/// <summary>Something that the demo shows: what a client and a provider that may speak different protocols do together.</summary>
internal interface IDemoStep
{
    /// <summary>Gets the client that sends the request.</summary>
    DemoClient Client { get; }

    /// <summary>Gets the provider that responds.</summary>
    DemoProvider Provider { get; }

    /// <summary>Gets what is shown, in a few words.</summary>
    string Subject { get; }

    /// <summary>Shows it and checks it.</summary>
    /// <param name="scene">Where it is shown, and what keeps the checks.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task PlayAsync(DemoScene scene, CancellationToken cancellationToken);
}
