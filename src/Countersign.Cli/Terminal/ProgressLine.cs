using Countersign.Desk.Intake;
using Spectre.Console;

namespace Countersign.Cli.Terminal;

/// <summary>A progress bar on stderr, when stderr is a terminal; nothing otherwise.</summary>
internal static class ProgressLine
{
    public static async Task<T> WhileAsync<T>(Desk desk, Func<Action<IntakeProgress>?, Task<T>> work)
    {
        if (!desk.ShowsProgress) return await work(null).ConfigureAwait(false);
        return await desk.Talk.Progress().AutoClear(true).HideCompleted(true).StartAsync(async context =>
        {
            var task = context.AddTask("Looking at files");
            return await work(progress =>
            {
                task.MaxValue = Math.Max(1, progress.Total);
                task.Value = progress.Done;
            }).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }
}
