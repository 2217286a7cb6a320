using RouterMaestro.Testing.Rendering;

namespace RouterMaestro.Testing;

/// <summary>
/// What an <see cref="UpstreamSimulator"/> does with one request: a <see cref="SimulatedAnswer"/>, a
/// <see cref="SimulatedRawAnswer"/>, a <see cref="SimulatedError"/>, or one of the steps that <see cref="SimulatedFault"/> makes.
/// Steps are immutable; one may be used any number of times.
/// </summary>
public abstract record SimulatedStep
{
    private protected SimulatedStep()
    {
    }

    internal abstract SimulatedReply Render(RenderContext context);
}
