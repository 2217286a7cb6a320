namespace RouterMaestro.Testing.Simulation;

/// <summary>
/// What an <see cref="UpstreamSimulator"/> does with one request: a <see cref="SimulatedResponse"/>, a
/// <see cref="SimulatedRawResponse"/>, a <see cref="SimulatedError"/>, or one of the steps that <see cref="SimulatedFault"/> makes.
/// Steps are immutable; one may be used any number of times.
/// </summary>
public abstract record SimulatedStep
{
    private protected SimulatedStep()
    {
    }

    /// <summary>Repeats the step, to be enqueued: <c>upstream.Enqueue([.. SimulatedFault.Status(429).Times(2), SimulatedResponse.Text("ok")])</c>.</summary>
    /// <param name="count">How often, from 0.</param>
    /// <returns>The step, so many times.</returns>
    public IEnumerable<SimulatedStep> Times(int count) => Enumerable.Repeat(this, count);
}
