using Xunit.Sdk;

namespace RouterMaestro.TestKit;

/// <summary>
/// Promises about real time, on machines that may stand still for a while because others use them: one is broken only when it is
/// broken in each of three tries. A fault that comes and goes can hide behind the tries, so this is for promises about time alone.
/// </summary>
public static class RealTime
{
    private const int Tries = 3;

    /// <summary>Checks a promise.</summary>
    /// <param name="check">Starts from nothing each time.</param>
    public static async Task HoldsAsync(Func<Task> check)
    {
        for (var left = Tries - 1; left > 0; left--)
        {
            try
            {
                await check();
                return;
            }
            catch (Exception exception) when (exception is XunitException or TimeoutException or OperationCanceledException)
            {
                // once more
            }
        }

        await check();
    }
}
