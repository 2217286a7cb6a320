namespace RouterMaestro.Testing.Rendering;

/// <summary>A step made by a function.</summary>
internal sealed record ComputedStep(Func<RenderContext, SimulatedReply> Make) : SimulatedStep
{
    internal override SimulatedReply Render(RenderContext context) => Make(context);
}
