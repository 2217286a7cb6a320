using Xunit.Sdk;

namespace RouterMaestro.TestKit;

/// <summary>
/// Promises about real time, on machines that may stand still for a while because others use them: one is broken only when it is
/// broken in each of three tries. What fails for another reason than its time fails each time as well.
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
